namespace Akka.Remote.Tests;

public class FailureDetectorSpec
{
    private long _now = 1_000;

    [Fact]
    public void Phi_is_zero_before_the_first_heartbeat_and_the_resource_available()
    {
        var detector = Phi();
        Assert.False(detector.IsMonitoring);
        Assert.True(detector.IsAvailable);
        Assert.Equal(0, detector.Phi);
        detector.HeartBeat();
        Assert.True(detector.IsMonitoring);
    }

    [Fact]
    public void Suspicion_only_grows_while_there_is_silence()
    {
        var detector = Beating(times: 20, every: 1_000);
        var last = detector.Phi;
        for (var i = 0; i < 50; i++)
        {
            _now += 200;
            Assert.True(detector.Phi >= last);
            last = detector.Phi;
        }

        Assert.True(last > 10);
    }

    [Fact]
    public void A_silent_resource_becomes_unavailable_only_after_the_acceptable_pause()
    {
        var detector = Beating(times: 50, every: 1_000);
        _now += 3_900;
        Assert.True(detector.IsAvailable);
        _now += 2_000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void A_heartbeat_after_the_silence_makes_it_available_again_and_the_silence_is_not_learnt()
    {
        var detector = Beating(times: 50, every: 1_000);
        _now += 60_000;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
        _now += 5_900;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void Irregular_heartbeats_are_given_more_time()
    {
        var regular = Beating(times: 100, every: 1_000);
        var irregular = Phi();
        for (var i = 0; i < 100; i++)
        {
            irregular.HeartBeat();
            _now += i % 2 == 0 ? 200 : 1_800;
        }

        irregular.HeartBeat();
        regular.HeartBeat();
        _now += 4_500;
        Assert.True(irregular.Phi < regular.Phi);
    }

    [Fact]
    public void A_deadline_passes_after_interval_plus_pause()
    {
        var detector = new DeadlineFailureDetector(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), () => _now);
        Assert.True(detector.IsAvailable);
        Assert.False(detector.IsMonitoring);
        detector.HeartBeat();
        _now += 3_999;
        Assert.True(detector.IsAvailable);
        _now += 1;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Fact]
    public void A_registry_keeps_one_detector_for_each_resource_and_forgets_what_is_removed()
    {
        var registry = new DefaultFailureDetectorRegistry<string>(() => new DeadlineFailureDetector(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => _now));
        registry.Heartbeat("a");
        _now += 1_000;
        registry.Heartbeat("b");
        _now += 1_500;
        Assert.False(registry.IsAvailable("a"));
        Assert.True(registry.IsAvailable("b"));
        Assert.True(registry.IsAvailable("never heard of"));
        Assert.False(registry.IsMonitoring("never heard of"));
        registry.Remove("a");
        Assert.True(registry.IsAvailable("a"));
        Assert.False(registry.IsMonitoring("a"));
        registry.Reset();
        Assert.False(registry.IsMonitoring("b"));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(8, 0)]
    public void Senseless_settings_are_refused(double threshold, int samples) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new PhiAccrualFailureDetector(threshold, samples, TimeSpan.FromMilliseconds(100), TimeSpan.Zero, TimeSpan.FromSeconds(1)));

    private PhiAccrualFailureDetector Beating(int times, long every)
    {
        var detector = Phi();
        for (var i = 0; i < times; i++)
        {
            detector.HeartBeat();
            _now += every;
        }

        detector.HeartBeat();
        return detector;
    }

    private PhiAccrualFailureDetector Phi() =>
        new(8, 100, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), () => _now);
}

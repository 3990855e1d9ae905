using System.Net.Sockets;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

public sealed class ExceptionTests : GraphTest
{
    [Fact]
    public void An_exception_keeps_message_trace_inner_exception_and_data()
    {
        var thrown = Thrown(new InvalidOperationException("outer", Thrown(new ArgumentException("inner", "parameter")))
        {
            HelpLink = "http://example.org/help",
            Data = { ["key"] = 5, ["odd"] = new Version(1, 2), ["opaque"] = new object[] { 1 } },
        });
        var back = Trip(thrown);

        Assert.IsType<InvalidOperationException>(back);
        Assert.Equal("outer", back.Message);
        Assert.Equal(thrown.HResult, back.HResult);
        Assert.Equal(thrown.HelpLink, back.HelpLink);
        Assert.Contains(nameof(Thrown), back.StackTrace, StringComparison.Ordinal);
        Assert.Equal(5, back.Data["key"]);
        Assert.Equal(new Version(1, 2), back.Data["odd"]);
        Assert.IsType<string>(back.Data["opaque"]);
        var inner = Assert.IsType<ArgumentException>(back.InnerException);
        Assert.Equal("parameter", inner.ParamName);
        Assert.Equal(thrown.InnerException!.Message, inner.Message);
        Assert.Contains(nameof(Thrown), inner.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_back_can_be_thrown_and_sent_on()
    {
        var back = Trip(Thrown(new NotSupportedException("n")));
        var again = Trip(Assert.Throws<NotSupportedException>(void () => throw back));
        Assert.Equal("n", again.Message);
        Assert.Contains(nameof(What_came_back_can_be_thrown_and_sent_on), again.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aggregate_keeps_all_its_parts()
    {
        var back = Trip(new AggregateException("several", new IOException("a"), new TimeoutException("b")));
        Assert.Equal(["a", "b"], back.InnerExceptions.Select(e => e.Message));
        Assert.Same(back.InnerException, back.InnerExceptions[0]);
    }

    [Fact]
    public void Own_exceptions_keep_their_fields_but_no_delegates()
    {
        var back = Trip(new OwnException("own", 42, [new Circle(1)]) { Retry = () => true });
        Assert.Equal("own", back.Message);
        Assert.Equal(42, back.Code);
        Assert.Equal([new Circle(1)], back.Shapes);
        Assert.Null(back.Retry);
    }

    [Fact]
    public void Framework_exceptions_that_hold_tasks_tokens_and_objects_arrive()
    {
        Assert.Equal("c", Trip(new OperationCanceledException("c", new CancellationToken(true))).Message);
        Assert.IsType<TaskCanceledException>(Trip(new TaskCanceledException(Task.CompletedTask)));
        Assert.Equal(SocketError.ConnectionRefused, Trip(new SocketException((int)SocketError.ConnectionRefused)).SocketErrorCode);
        Assert.Equal(7, Trip(new ArgumentOutOfRangeException("p", 7, "m")).ActualValue);
        Assert.Equal("file", Trip(new FileNotFoundException("m", "file")).FileName);
    }

    [Fact]
    public void An_exception_without_a_message_keeps_the_default_one() =>
        Assert.Equal(new OwnException(null, 0, []).Message, Trip(new OwnException(null, 0, [])).Message);

    private static T Thrown<T>(T exception)
        where T : Exception => Assert.Throws<T>(void () => throw exception);
}

public sealed class OwnException(string? message, int code, IReadOnlyList<IShape> shapes) : Exception(message)
{
    public int Code { get; } = code;

    public IReadOnlyList<IShape> Shapes { get; } = shapes;

    public Func<bool>? Retry { get; set; }
}

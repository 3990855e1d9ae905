using Akka.Event;

namespace ScaleMs.Engine.Tests.Event;

public sealed class LogMessageTests
{
    [Theory]
    [InlineData("{0} and {1}", "a and 2")]
    [InlineData("{1} and {0}", "2 and a")]
    [InlineData("{Name} and {Count}", "a and 2")]
    [InlineData("{Name} and {Count:000}", "a and 002")]
    [InlineData("{@Name}|{Count,4}|", "a|   2|")]
    [InlineData("{{Name}} {0}", "{Name} a")]
    [InlineData("nothing", "nothing")]
    [InlineData("{Name} {Count} {More}", "a 2 {More}")]
    public void Templates_have_numbers_or_names(string template, string expected) =>
        Assert.Equal(expected, DefaultLogMessageFormatter.Instance.Format(template, "a", 2));

    [Fact]
    public void A_number_without_argument_is_a_format_error() =>
        Assert.Throws<FormatException>(() => DefaultLogMessageFormatter.Instance.Format("{0} {4}", 1, 2));

    [Fact]
    public void Braces_mean_nothing_in_a_text_without_arguments() =>
        Assert.Equal("{ x }", DefaultLogMessageFormatter.Instance.Format("{ x }"));

    [Fact]
    public void An_argument_that_is_not_logged_is_not_formatted()
    {
        var argument = new Counting();
        var silent = new Adapter(LogLevel.WarningLevel);

        silent.Info("{0}", argument);
        silent.Debug("{0} {1}", argument, argument);
        Assert.Empty(silent.Messages);

        silent.Warning("{0}", argument);
        Assert.Equal(0, argument.Formatted);
        Assert.Equal("counted", Assert.Single(silent.Messages).ToString());
        Assert.Equal(1, argument.Formatted);
    }

    [Fact]
    public void A_message_that_does_not_fit_its_arguments_is_printed_all_the_same()
    {
        var message = new Warning("source", typeof(LogMessageTests), new TemplateLogMessage(DefaultLogMessageFormatter.Instance, "{0} {4}", [1]));
        using var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(output);
        try
        {
            StandardOutLogger.PrintLogEvent(message, LogFilterEvaluator.NoFilters);
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Contains("{0} {4}", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("App.Module", "text", false)]
    [InlineData("app.module", "text", false)]
    [InlineData("Other", "secret thing", false)]
    [InlineData("Other", "text", true)]
    [InlineData("My.App.Module", "text", true)]
    [InlineData("Exact", "text", false)]
    public void Filters_drop_events_by_source_and_text(string source, string text, bool kept)
    {
        var evaluator = new LogFilterBuilder()
            .ExcludeMessageContaining("secret")
            .ExcludeSourceStartingWith("App.")
            .ExcludeSourceExactly("Exact")
            .Build()
            .CreateEvaluator();

        Assert.Equal(kept, evaluator.ShouldTryKeepMessage(new Info(source, typeof(LogMessageTests), text), out _));
    }

    [Theory]
    [InlineData("debug", LogLevel.DebugLevel)]
    [InlineData("INFO", LogLevel.InfoLevel)]
    [InlineData("Warning", LogLevel.WarningLevel)]
    [InlineData("ERROR", LogLevel.ErrorLevel)]
    public void Levels_have_names(string name, LogLevel level)
    {
        Assert.Equal(level, Logging.LogLevelFor(name));
        Assert.Equal(name.ToUpperInvariant(), level.StringFor());
    }

    [Fact]
    public void An_unknown_level_is_named_in_the_error() =>
        Assert.Contains("LOUD", Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("LOUD")).Message, StringComparison.Ordinal);

    private sealed class Counting
    {
        public int Formatted { get; private set; }

        public override string ToString()
        {
            Formatted++;
            return "counted";
        }
    }

    private sealed class Adapter(LogLevel level) : LoggingAdapterBase(DefaultLogMessageFormatter.Instance)
    {
        public List<object> Messages { get; } = [];

        public override bool IsDebugEnabled => level <= LogLevel.DebugLevel;

        public override bool IsInfoEnabled => level <= LogLevel.InfoLevel;

        public override bool IsWarningEnabled => level <= LogLevel.WarningLevel;

        public override bool IsErrorEnabled => level <= LogLevel.ErrorLevel;

        protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause = null) => Messages.Add(message);
    }
}

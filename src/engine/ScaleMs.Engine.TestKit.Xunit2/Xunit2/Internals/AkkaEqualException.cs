using Xunit.Sdk;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>A value is not the expected one.</summary>
public class AkkaEqualException(string format = "", params object[] args) : XunitException(XunitAssertions.Text(format, args))
{
    public static AkkaEqualException ForMismatchedValues(object? expected, object? actual, string? format = null, params object[] args)
    {
        var difference = EqualException.ForMismatchedValues(expected, actual).Message;
        var remark = XunitAssertions.Text(format, args);
        return new AkkaEqualException("{0}", remark.Length == 0 ? difference : $"{difference}{Environment.NewLine}{remark}");
    }
}

namespace Akka.Configuration.Hocon;

internal enum HoconResolution
{
    None,
    InProgress,
    Done,
}

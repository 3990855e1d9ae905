namespace Akka.Event;

/// <summary>What a filter looks at; filters that need no text come first, because making the text costs.</summary>
public enum LogFilterType
{
    Source,
    Content,
}

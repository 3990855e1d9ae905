namespace Akka.Event;

/// <summary>The log class of sources that are plain text.</summary>
public class DummyClassForStringSources;

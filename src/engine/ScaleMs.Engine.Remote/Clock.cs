namespace Akka.Remote;

/// <summary>Milliseconds on a clock that only moves forward.</summary>
public delegate long Clock();

namespace ScaleMs.Engine.Tests.Support;

/// <summary>The failure that specs provoke.</summary>
internal sealed class Oops(string message = "oops") : Exception(message);

namespace Akka;

/// <summary>What an operation returns that has nothing to return but that it is done.</summary>
public sealed class Done
{
    /// <summary>The only instance.</summary>
    public static readonly Done Instance = new();

    private Done()
    {
    }
}

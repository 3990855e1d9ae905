using ScaleMs.Actors.Contracts.Commands;

namespace ScaleMs.Actors.Client.Sessions;

/// <summary>A subscriber to changes.</summary>
internal abstract class Watch(Subscribe subscribe)
{
    public Subscribe Subscribe => subscribe;

    /// <summary>A change has come; the subscriber takes it if it is one of its own.</summary>
    public abstract void Take(object change);

    /// <summary>There will be no more.</summary>
    public abstract void End(Exception error);
}

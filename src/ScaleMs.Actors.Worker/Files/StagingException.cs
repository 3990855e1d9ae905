using ScaleMs.Actors.Contracts;

namespace ScaleMs.Actors.Worker.Files;

/// <summary>A file could not be staged; the message names it.</summary>
internal sealed class StagingException : ScaleMsException
{
    public StagingException(string message)
        : base(message)
    {
    }

    public StagingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

namespace ScaleMs.Actors.Http.Requests;

/// <summary>Bounds on what a request may take.</summary>
internal static class RequestLimits
{
    /// <summary>Bytes of a JSON body.</summary>
    public const int JsonBody = 1 << 20;

    /// <summary>Bytes of a workflow document, which is read as a whole.</summary>
    public const int Workflow = 64 << 20;

    /// <summary>Bytes of one line of a stream of tasks: that of a task's description with its largest payload, in base64.</summary>
    public const int Line = 96 << 20;

    /// <summary>Streams of tasks and of results at the same time; each has a session with the master.</summary>
    public const int Streams = 64;

    /// <summary>Open pages.</summary>
    public const int Pages = 64;

    /// <summary>Bytes that the reader of a stream must take in a second while some are ready.</summary>
    public const double LeastReadPerSecond = 8 * 1024;

    /// <summary>Time before that counts.</summary>
    public static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(10);

    /// <summary>Time in which a stream of tasks must bring something.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
}

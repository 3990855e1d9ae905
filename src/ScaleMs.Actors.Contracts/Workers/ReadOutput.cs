using Akka.Actor;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>Pool to worker: asks for a task's output so far. Answered with <see cref="OutputChunk"/>.</summary>
/// <param name="Key">The task.</param>
/// <param name="Attempt">Its attempt on that worker.</param>
/// <param name="FromStdout">Characters (UTF-16 code units) of standard output already read.</param>
/// <param name="FromStderr">The same for standard error.</param>
/// <param name="ReplyTo">Receives the answer.</param>
public sealed record ReadOutput(TaskKey Key, int Attempt, long FromStdout, long FromStderr, IActorRef ReplyTo) : IJsonContract;

/// <summary>Worker to the sender of <see cref="ReadOutput"/>: the next piece, at most 64 KiB for both streams together.</summary>
/// <param name="Key">As in the request.</param>
/// <param name="Attempt">As in the request.</param>
/// <param name="Running">False = the task is not running here: it is queued, has ended (its record has all output) or is unknown.</param>
/// <param name="Stdout">Standard output from the requested offset.</param>
/// <param name="Stderr">Standard error from the requested offset.</param>
/// <param name="NextStdout">Offset for the next request.</param>
/// <param name="NextStderr">Offset for the next request.</param>
public sealed record OutputChunk(TaskKey Key, int Attempt, bool Running, string Stdout, string Stderr, long NextStdout, long NextStderr) : IJsonContract;

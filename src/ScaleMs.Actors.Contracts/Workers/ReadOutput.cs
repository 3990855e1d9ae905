using Akka.Actor;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Contracts.Workers;

/// <summary>Pool to worker: what has this task printed so far? Answered with <see cref="OutputChunk"/>.</summary>
/// <param name="Key">The task.</param>
/// <param name="Attempt">Its attempt on that worker.</param>
/// <param name="FromStdout">Characters (UTF-16 code units) of standard output that the asker has.</param>
/// <param name="FromStderr">The same of standard error.</param>
/// <param name="ReplyTo">Gets the answer.</param>
public sealed record ReadOutput(TaskKey Key, int Attempt, long FromStdout, long FromStderr, IActorRef ReplyTo) : IJsonContract;

/// <summary>Worker to the sender of <see cref="ReadOutput"/>: the next piece, at most 64 KiB of both streams together.</summary>
/// <param name="Key">As asked.</param>
/// <param name="Attempt">As asked.</param>
/// <param name="Running">False = the task does not run here: it waits, has ended (then its record has everything) or is not known.</param>
/// <param name="Stdout">Standard output from the offset asked for.</param>
/// <param name="Stderr">Standard error from the offset asked for.</param>
/// <param name="NextStdout">Offset to ask from next.</param>
/// <param name="NextStderr">Offset to ask from next.</param>
public sealed record OutputChunk(TaskKey Key, int Attempt, bool Running, string Stdout, string Stderr, long NextStdout, long NextStderr) : IJsonContract;

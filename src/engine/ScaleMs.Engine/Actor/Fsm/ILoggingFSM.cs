namespace Akka.Actor;

/// <summary>Marks a machine that wants its events logged; <c>akka.actor.debug.fsm</c> turns that on for all of them.</summary>
public interface ILoggingFSM;

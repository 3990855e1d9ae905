using Akka.Actor;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message of the engine: it comes before user messages and is processed while those are held back.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded
{
}

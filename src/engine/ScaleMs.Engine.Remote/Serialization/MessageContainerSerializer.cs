using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>A message with the selection that leads to its recipients.</summary>
public class MessageContainerSerializer : Serializer
{
    private const byte Parent = 0;
    private const byte ChildName = 1;
    private const byte ChildPattern = 2;

    public MessageContainerSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj is ActorSelectionMessage selection
        ? WirePayload.Build((system, selection), static (output, state) => Write(output, state.system, state.selection))
        : throw new ArgumentException($"Cannot serialize object of type [{obj?.GetType()}] in [{nameof(MessageContainerSerializer)}]");

    public override object FromBinary(byte[] bytes, Type? type)
    {
        var input = new WireReader(bytes);
        var wildCardFanOut = input.ReadByte() != 0;
        var elements = new SelectionPathElement[input.ReadLength()];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = input.ReadByte() switch
            {
                Parent => new SelectParent(),
                ChildName => new SelectChildName(input.ReadString()),
                ChildPattern => new SelectChildPattern(input.ReadString()),
                var unknown => throw new SerializationException($"A selection has an element of unknown kind {unknown}."),
            };
        }

        return new ActorSelectionMessage(WirePayload.Read(ref input, system), elements, wildCardFanOut);
    }

    private static void Write(OutputBuffer output, ExtendedActorSystem system, ActorSelectionMessage selection)
    {
        output.WriteByte(selection.WildCardFanOut ? (byte)1 : (byte)0);
        output.WriteVarint((ulong)selection.Elements.Length);
        foreach (var element in selection.Elements)
        {
            switch (element)
            {
                case SelectChildName name:
                    output.WriteByte(ChildName);
                    output.WriteString(name.Name);
                    break;
                case SelectChildPattern pattern:
                    output.WriteByte(ChildPattern);
                    output.WriteString(pattern.PatternStr);
                    break;
                default:
                    output.WriteByte(Parent);
                    break;
            }
        }

        WirePayload.Write(output, system, selection.Message);
    }
}

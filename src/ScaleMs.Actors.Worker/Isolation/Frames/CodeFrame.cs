using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScaleMs.Actors.Contracts.Json;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Worker.Isolation.Frames;

/// <summary>A module of the user's was loaded. Its content is JSON, because agents in other languages write it, and rare.</summary>
internal readonly struct CodeFrame(LoadedModule module) : IFrame<CodeFrame>
{
    private readonly byte[] _json = JsonSerializer.SerializeToUtf8Bytes(new Content
    {
        Module = module.Code.Module,
        Version = module.Code.Version,
        Files = module.Files,
    });

    public LoadedModule Module { get; } = module;

    public static FrameKind Kind => FrameKind.Code;

    public int Size => _json.Length;

    public void Format(Span<byte> destination) => _json.CopyTo(destination);

    public static CodeFrame Parse(ReadOnlyMemory<byte> source)
    {
        var content = ContractsJson.Read(source.Span, ContractsJson.Info<Content>(), "the content of a code frame");
        return new CodeFrame(new LoadedModule(new CodeIdentity(content.Module, content.Version), content.Files));
    }

    private sealed record Content
    {
        [JsonPropertyName("module")]
        public required string Module { get; init; }

        [JsonPropertyName("version")]
        public required string Version { get; init; }

        [JsonPropertyName("files")]
        public ImmutableArray<string> Files { get; init; } = [];
    }
}

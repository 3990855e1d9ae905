using System.Collections.Concurrent;
using Akka.Serialization.Graph;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

/// <summary>What goes out through one serializer comes in through another, as between two processes.</summary>
public abstract class GraphTest
{
    private static readonly ConcurrentDictionary<(bool References, bool Tolerant), (GraphSerializer Out, GraphSerializer In)> Pairs = new();

    internal static GraphSerializer Make(CodecOptions? options = null, bool references = true, bool tolerant = true) =>
        new(new CodecRegistry(null!, options ?? CodecOptions.Default), references, tolerant);

    internal static byte[] Bytes(object? value, CodecOptions? options = null, bool references = true, bool tolerant = true) =>
        options is null ? PairFor(references, tolerant).Out.Serialize(value) : Make(options, references, tolerant).Serialize(value);

    internal static T Trip<T>(T value, bool references = true, bool tolerant = true)
    {
        var (to, from) = PairFor(references, tolerant);
        return (T)from.Deserialize(to.Serialize(value))!;
    }

    private static (GraphSerializer Out, GraphSerializer In) PairFor(bool references, bool tolerant) => Pairs.GetOrAdd(
        (references, tolerant),
        static key => (Make(null, key.References, key.Tolerant), Make(null, key.References, key.Tolerant)));
}

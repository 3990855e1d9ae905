using Akka.Serialization.Graph;

namespace ScaleMs.Engine.Serialization.Hyperion.Tests.Graph;

/// <summary>A pair of serializers that have never met, as in two processes.</summary>
public abstract class GraphTest
{
    internal static GraphSerializer Make(CodecOptions? options = null, bool references = true, bool tolerant = true) =>
        new(new CodecRegistry(null!, options ?? CodecOptions.Default), references, tolerant);

    internal static byte[] Bytes(object? value, CodecOptions? options = null, bool references = true, bool tolerant = true) =>
        Make(options, references, tolerant).Serialize(value);

    internal static T Trip<T>(T value, bool references = true, bool tolerant = true) =>
        (T)Make(null, references, tolerant).Deserialize(Bytes(value, null, references, tolerant))!;
}

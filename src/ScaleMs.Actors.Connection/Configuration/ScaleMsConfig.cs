using Akka.Configuration;
using ScaleMs.Actors.Connection.Serialization;

namespace ScaleMs.Actors.Connection.Configuration;

/// <summary>The built-in configuration.</summary>
public static class ScaleMsConfig
{
    private const string Resource = "ScaleMs.Actors.Connection.Configuration.reference.conf";

    private static readonly Lazy<Config> Embedded = new(Read);

    /// <summary>Every <c>scalems</c> key with its default, and the product's settings under <c>akka</c>.</summary>
    public static Config Reference => Embedded.Value;

    /// <summary>The user's configuration with the built-in one as fallback, for creating an actor system.</summary>
    public static Config Complete(Config config)
    {
        var whole = config.WithFallback(Reference);
        return OptionsReader.AllowedTypes(whole) is { IsEmpty: false } types ? whole.WithFallback(SerializationBindings.Of(types)) : whole;
    }

    private static Config Read()
    {
        using var stream = typeof(ScaleMsConfig).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd()).WithFallback(SerializationBindings.OfContracts);
    }
}

using Akka.Configuration;

namespace ScaleMs.Actors.Configuration;

/// <summary>The configuration that the product brings along.</summary>
public static class ScaleMsConfig
{
    private const string Resource = "ScaleMs.Actors.Configuration.reference.conf";

    private static readonly Lazy<Config> Embedded = new(Read);

    /// <summary>Every <c>scalems</c> key with its default, and what the product sets under <c>akka</c>.</summary>
    public static Config Reference => Embedded.Value;

    /// <summary>A user's configuration on top of the product's, for the creation of an actor system.</summary>
    public static Config Complete(Config config) => config.WithFallback(Reference);

    private static Config Read()
    {
        using var stream = typeof(ScaleMsConfig).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}

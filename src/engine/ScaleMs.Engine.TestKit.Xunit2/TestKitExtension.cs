using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Configs;

namespace Akka.TestKit;

public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    public static TestKitSettings For(ActorSystem system) => system.GetExtension<TestKitSettings>();

    public override TestKitSettings CreateExtension(ExtendedActorSystem system) =>
        new(system.Settings.Config.SafeWithFallback(TestConfigs.DefaultConfig));
}

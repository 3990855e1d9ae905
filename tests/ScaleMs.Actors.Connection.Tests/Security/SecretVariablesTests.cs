using ScaleMs.Actors.Connection.Security;

namespace ScaleMs.Actors.Connection.Tests.Security;

public sealed class SecretVariablesTests
{
    [Theory]
    [InlineData("SCALEMS_TLS_PASSWORD", true)]
    [InlineData("SCALEMS_SOME_TOKEN", true)]
    [InlineData("SCALEMS_SOME_SECRET", true)]
    [InlineData("SCALEMS_TLS_CA", false)]
    [InlineData("SCALEMS_WORKER_SLOTS", false)]
    [InlineData("MY_PASSWORD", false)]
    public void A_node_s_own_secrets_are_known_by_their_names(string name, bool secret) => Assert.Equal(secret, SecretVariables.Has(name));
}

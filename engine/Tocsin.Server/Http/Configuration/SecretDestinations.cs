using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.Http.Configuration;

/// <summary>Sees to it that whoever may not read a secret cannot have it sent to a place of his own.</summary>
internal static class SecretDestinations
{
    /// <exception cref="ApiException">The change leads secrets that it does not give to another place.</exception>
    public static void Check(ConfigUpdate update, ConfigMap configuration)
    {
        var now = update.OptionsIn(configuration);
        var kept = update.Secrets.FirstOrDefault(secret => !secret.Contains('.', StringComparison.Ordinal) && IsGiven(now, secret) && !update.Set.TryFind(secret, out _));
        if (kept is null || OptionDestination.FirstNew(JsonNode.Parse(ConfigJson.Write(update.Set)), JsonNode.Parse(ConfigJson.Write(now))) is not { } moved)
            return;
        throw new ApiException(
            StatusCodes.Status403Forbidden,
            $"'{moved.Path}' leads to another place, {moved.Place}, which would be sent the secret '{kept}': give the secret again with it, ask on the server's own machine, or set http.remote-programs: true in the configuration");
    }

    private static bool IsGiven(ConfigMap options, string key) => options.TryFind(key, out var value) && value is not (ConfigNull or ConfigText { Value: "" });
}

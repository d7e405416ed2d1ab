using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Engine.Sources;

/// <summary>Shows definitions without their secrets, and takes them back. What stands for a secret, such as <c>${env:NAME}</c>, is shown.</summary>
public static class SourceSecrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Hidden = OptionMask.Hidden;

    /// <summary>The definition for people to see.</summary>
    public static JsonNode Mask(SourceSpec spec, SourceKinds kinds) =>
        OptionMask.Mask(ConfigJson.ParseNode(spec.Json), path => IsSecret(path, spec.Kind, kinds)) ?? new JsonObject();

    /// <summary>A definition with what is stored in the place of its masks, as JSON.</summary>
    /// <param name="spec">The definition that came.</param>
    /// <param name="stored">The one it is to replace; null when there is none.</param>
    /// <param name="problem">The mask that stands for nothing; null when there is none.</param>
    internal static string Restore(SourceSpec spec, SourceSpec? stored, SourceKinds kinds, out string? problem) =>
        OptionMask.Restore(spec.Json, stored?.Json, path => IsSecret(path, spec.Kind, kinds), out problem);

    // Of a kind that nobody brings, it is not known what is secret.
    private static bool IsSecret(string path, string name, SourceKinds kinds)
    {
        if (path.StartsWith("auth.", StringComparison.OrdinalIgnoreCase))
            return !path.EndsWith(".user", StringComparison.Ordinal);
        if (!path.StartsWith("options.", StringComparison.OrdinalIgnoreCase))
            return false;
        return !kinds.TryFind(name, out var kind) || kind.SecretKeys().Contains(path["options.".Length..]);
    }
}

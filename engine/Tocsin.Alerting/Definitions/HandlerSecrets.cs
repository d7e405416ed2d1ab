using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>Shows the handlers of topics without their secrets, and takes them back. What stands for a secret, such as <c>${env:NAME}</c>, is shown.</summary>
public static class HandlerSecrets
{
    /// <summary>The handler for people to see.</summary>
    public static HandlerSpec Mask(HandlerSpec spec, HandlerKinds kinds) =>
        spec.OptionsJson is { } options && OptionMask.TryMask(options, SecretsOf(spec.Kind, kinds), out var masked) ? spec with { OptionsJson = masked } : spec;

    /// <summary>A handler that came, with what is stored in the place of its masks.</summary>
    /// <param name="spec">The handler that came.</param>
    /// <param name="stored">The one it is to replace; null when there is none.</param>
    /// <param name="problem">The mask that stands for nothing; null when there is none.</param>
    public static HandlerSpec Restore(HandlerSpec spec, HandlerSpec? stored, HandlerKinds kinds, out string? problem)
    {
        problem = null;
        if (spec.OptionsJson is not { } options || !options.Contains(OptionMask.Hidden, StringComparison.Ordinal))
            return spec;

        // Of another kind, an option of the same name is another option.
        var before = stored?.Kind == spec.Kind && stored.OptionsJson is { } json ? json : null;
        return spec with { OptionsJson = OptionMask.Restore(options, before, SecretsOf(spec.Kind, kinds), out problem) };
    }

    // Of a kind that nobody brings, it is not known what is secret.
    private static Func<string, bool> SecretsOf(string name, HandlerKinds kinds) =>
        kinds.TryFind(name, out var kind) ? kind.Options.SecretKeys().Contains : static _ => true;
}

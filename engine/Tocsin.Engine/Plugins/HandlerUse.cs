using Tocsin.Engine.Configuration;

namespace Tocsin.Engine.Plugins;

/// <summary>A handler as a script wants it: its kind and its options, as <see cref="HandlerKind.TryCreate"/> takes them.</summary>
public sealed class HandlerUse(string kind) : GatheredOptions
{
    /// <summary>The name of the kind, as in handler files.</summary>
    public string Kind { get; } = kind;

    /// <summary>A handler with no options but the account; without one when that is empty.</summary>
    internal static HandlerUse Of(string kind, string account)
    {
        var use = new HandlerUse(kind);
        if (account.Length > 0)
            use.Set("account", new ConfigText(account));
        return use;
    }
}

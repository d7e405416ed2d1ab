using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Alerting.Handlers;

/// <summary>A handler as a script wants it: its kind and its options.</summary>
public sealed class HandlerUse(string kind) : GatheredOptions, IPlaced
{
    private readonly HandlerDestination _destination = HandlerDestination.OfAll;

    // Let go of when the options are judged: it leads to a plugin, and the handler's script may outlive that.
    private HandlerKind? _unjudged;

    internal HandlerUse(HandlerKind kind)
        : this(kind.Name) => (_unjudged, _destination) = (kind, kind.Options.Destination);

    /// <summary>What <see cref="Judge"/> found; nothing before.</summary>
    public JudgedOptions Judged { get; private set; } = JudgedOptions.None;

    /// <inheritdoc/>
    public TextSpan Span { get; set; }

    /// <summary>Judges the options, once: all of them have to be given.</summary>
    /// <param name="environment">As for <see cref="HandlerKinds.FillInScript"/>.</param>
    public JudgedOptions Judge(Func<string, string?>? environment)
    {
        if (_unjudged?.Options is not { } kind)
            return Judged;
        string[] plain = [.. Options.Entries.Where(entry => entry.Key != kind.KeyWithVariables && ConfigVariables.AreIn(entry.Value)).Select(entry => entry.Key)];
        string[] secrets = [.. Options.Entries.Where(entry => entry.Key != kind.KeyWithVariables && kind.SecretKeys().Contains(entry.Key) && PlainSecret.IsIn(entry.Value)).Select(entry => entry.Key)];
        _unjudged = null;
        return Judged = new JudgedOptions(kind.Check(kind.Fill(Options, environment)), kind.TextsOf(Options), plain, secrets);
    }

    /// <summary>The name of the kind, as in handler files.</summary>
    public string Kind { get; } = kind;

    /// <summary>What it is known by among the handlers of its node, wherever it stands.</summary>
    internal NodeHandlerId Id => _destination.IdOf(Kind, Options);

    /// <summary>A handler with no options but the account; without one when that is empty.</summary>
    internal static HandlerUse Of(string kind, string account)
    {
        var use = new HandlerUse(kind);
        if (account.Length > 0)
            use.Set("account", new ConfigText(account));
        return use;
    }
}

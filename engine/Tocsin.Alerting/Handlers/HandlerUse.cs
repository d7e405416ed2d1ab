using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Alerting.Handlers;

/// <summary>A handler as a script wants it: its kind and its options.</summary>
public sealed class HandlerUse(string kind) : GatheredOptions, IPlaced
{
    // Forgotten when it has been asked: it leads to a plugin, and the handler's script may outlive that.
    private Func<ConfigValue, IReadOnlyList<ConfigProblem>>? _check;
    private Func<ConfigValue, IReadOnlyList<OptionText>>? _texts;
    private readonly string _keyWithVariables = "";
    private readonly HandlerDestination _destination = HandlerDestination.OfAll;

    internal HandlerUse(HandlerKind kind)
        : this(kind.Name) => (_check, _texts, _keyWithVariables, _destination) =
            (given => kind.Options.Check(kind.Options.Fill(given)), kind.Options.TextsOf, kind.Options.KeyWithVariables, kind.Options.Destination);

    /// <summary>Those of the options that are filled in for each event; none before <see cref="TakeProblems"/>.</summary>
    public IReadOnlyList<OptionText> Texts { get; private set; } = [];

    /// <summary>Options with a variable such as <c>${env:NAME}</c> in them that nobody fills in; none before <see cref="TakeProblems"/>.</summary>
    public IReadOnlyList<string> PlainVariables { get; private set; } = [];

    /// <inheritdoc/>
    public TextSpan Span { get; set; }

    /// <summary>What is wrong with the options now that all are given; can be asked once.</summary>
    public IReadOnlyList<ConfigProblem> TakeProblems()
    {
        var problems = _check?.Invoke(Options) ?? [];
        Texts = _texts?.Invoke(Options) ?? Texts;
        PlainVariables = [.. Options.Entries.Where(entry => entry.Key != _keyWithVariables && ConfigVariables.AreIn(entry.Value)).Select(entry => entry.Key)];
        (_check, _texts) = (null, null);
        return problems;
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

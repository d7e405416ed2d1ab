using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Tocsin.Engine.Commands;

/// <summary>One command that a plugin brings to the program. Immutable.</summary>
public sealed class CommandKind
{
    private readonly PluginConstructor _constructor;
    private readonly CommandValues? _values;
    private readonly DocumentationFile _comments;

    private CommandKind(Type type, ProgramCommandAttribute mark, string origin, DocumentationFile comments)
    {
        if (!typeof(IProgramCommand).IsAssignableFrom(type))
            throw new OptionsShapeException($"{type.FullName} must be a class that implements {nameof(IProgramCommand)}");
        Words = mark.Name.Split(' ');
        if (!Words.All(IsWord))
            throw new OptionsShapeException($"the command '{mark.Name}' of {type.FullName} must be words of lower-case letters, digits and dashes, with one space between them");
        _constructor = new PluginConstructor(
            type, typeof(CommandOptionsAttribute), typeof(CommandContext), typeof(ServerClient), typeof(HttpClient), typeof(TimeProvider));
        _values = _constructor.OptionsType is { } options ? new CommandValues(options) : null;
        _comments = comments;
        Description = mark.Description;
        Examples = mark.Examples;
        Origin = origin;
    }

    /// <summary>The words after <c>tocsin</c>; at least one.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The words in one text.</summary>
    public string Name => string.Join(' ', Words);

    /// <summary>One sentence for the help.</summary>
    public string Description { get; }

    /// <summary>Command lines that work.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>The id of the plugin that brings it.</summary>
    public string Origin { get; }

    /// <summary>True when it sends requests to a server.</summary>
    public bool TalksToServer => _constructor.Asks(typeof(ServerClient));

    /// <summary>Its options and arguments, in the order they are declared.</summary>
    public IReadOnlyList<CommandOption> DescribeOptions() => _values?.Describe(_comments) ?? [];

    /// <summary>Reads what a class marked <see cref="ProgramCommandAttribute"/> offers.</summary>
    /// <param name="origin">The id of the plugin.</param>
    /// <param name="comments">What its documentation says of the class and its options.</param>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    internal static CommandKind FromType(Type type, string origin, DocumentationFile comments)
    {
        var mark = type.GetCustomAttribute<ProgramCommandAttribute>()
            ?? throw new OptionsShapeException($"{type.FullName} is not marked [ProgramCommand]");
        return new CommandKind(type, mark, origin, comments);
    }

    /// <summary>Carries the command out.</summary>
    /// <param name="given">The words given for each option, by key; a flag has none.</param>
    /// <exception cref="CommandException">The command failed, or its options are wrong. Whatever the plugin throws comes as one.</exception>
    public async Task RunAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> given, CommandParts parts, CancellationToken cancellationToken)
    {
        var secrets = new List<string>();
        try
        {
            var options = _values?.Bind(given, parts.Environment, secrets);
            var command = (IProgramCommand)_constructor.Call(options, type => Part(type, parts));
            await command.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not CommandException && !(problem is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var text = $"the command '{Name}' of the plugin '{Origin}' failed with {problem.GetType().Name}: {problem.Message}. That is a mistake of the plugin";
            throw new CommandException(new SecretTexts(secrets).Hide(text));
        }
    }

    private static object? Part(Type type, CommandParts parts)
    {
        if (type == typeof(CommandContext))
            return parts.Context;
        if (type == typeof(ServerClient))
            return parts.Server;
        return type == typeof(HttpClient) ? parts.Http : parts.Time;
    }

    private static bool IsWord(string word) =>
        word is [>= 'a' and <= 'z', ..] && word.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

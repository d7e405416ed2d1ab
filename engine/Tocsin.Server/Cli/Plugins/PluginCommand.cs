using System.CommandLine;
using System.CommandLine.Parsing;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Commands;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Cli.Client;

namespace Tocsin.Server.Cli.Plugins;

/// <summary>A command that a plugin brings.</summary>
internal sealed class PluginCommand : CliCommand
{
    private readonly CommandKind _kind;
    private readonly Terminal _terminal;
    private readonly ServerChoice _server;
    private readonly List<(string Key, Func<ParseResult, SymbolResult?> Find)> _options = [];

    public PluginCommand(CommandKind kind, Terminal terminal, ServerChoice server)
        : base(kind.Words[^1], CommandGroup.Plugins, kind.Description)
    {
        (_kind, _terminal, _server) = (kind, terminal, server);
        foreach (var option in kind.DescribeOptions())
            _options.Add((option.Key, option.IsArgument ? AddArgument(option) : AddOption(option)));
    }

    public override IReadOnlyList<string> Examples => _kind.Examples;

    public override bool TalksToServer => _kind.TalksToServer;

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (key, find) in _options)
        {
            if (find(arguments) is { } result and not OptionResult { Implicit: true } && (result is OptionResult || result.Tokens.Count > 0))
                given[key] = [.. result.Tokens.Select(token => token.Value)];
        }

        using var server = _kind.TalksToServer ? _server.NewHttp(arguments) : null;
        using var http = HandlerHttp.Create();
        var parts = new CommandParts
        {
            Context = new CommandContext { Output = _terminal.Out, Error = _terminal.Error },
            Server = server is null ? null : new ServerClient(server),
            Http = http,
            Environment = _terminal.Environment,
        };
        await _kind.RunAsync(given, parts, cancellationToken).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private Func<ParseResult, SymbolResult?> AddArgument(CommandOption described)
    {
        Argument argument = described.IsList ? Words(described.Key, described.Description, described.IsRequired ? 1 : 0) : Argument<string?>(described.Key, described.Description);
        if (!described.IsList)
            argument.Arity = described.IsRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
        argument.CompletionSources.Add([.. described.Choices]);
        return arguments => arguments.GetResult(argument);
    }

    private Func<ParseResult, SymbolResult?> AddOption(CommandOption described)
    {
        var valueName = described.ValueName.Length > 0 ? described.ValueName : null;
        Option option = described switch
        {
            { IsFlag: true } => Option<bool>(described.Key, described.Description),
            { IsList: true } => Option<string[]>(described.Key, described.Description, valueName),
            _ => Option<string?>(described.Key, described.Description, valueName),
        };
        option.Required = described.IsRequired;
        option.CompletionSources.Add([.. described.Choices]);
        return arguments => arguments.GetResult(option);
    }
}

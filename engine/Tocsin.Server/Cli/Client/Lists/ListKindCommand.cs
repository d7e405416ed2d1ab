using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary>Lists things of one kind whose names match patterns.</summary>
internal abstract class ListKindCommand : ClientCommand
{
    private readonly Argument<string[]> _patterns;
    private readonly Option<bool> _json;

    /// <param name="kind">The verb; the API's name for them, too.</param>
    /// <param name="patterns">What the arguments are.</param>
    protected ListKindCommand(string kind, string description, string patterns, Terminal terminal, ServerChoice server)
        : base(kind, description, terminal, server)
    {
        _patterns = Words("patterns", patterns, least: 0);
        _json = JsonOption();
    }

    protected sealed override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var items = await ReadAsync(api, arguments.GetRequiredValue(_patterns), cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(new JsonObject { [Name] = new JsonArray([.. items.Select(item => item.DeepClone())]) }).ConfigureAwait(false);
        else
            Table(items).Write(Terminal.Out);
    }

    protected abstract Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken);

    /// <summary>A table with a row for each.</summary>
    protected abstract TextTable Table(List<JsonObject> items);
}

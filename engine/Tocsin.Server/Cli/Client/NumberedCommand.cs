using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client;

/// <summary>A command for what a server keeps under numbers until somebody looks after it: lists it, shows one, tries it again or drops it.</summary>
internal abstract class NumberedCommand : ClientCommand
{
    private const int PageSize = 100;

    private readonly string _things;
    private readonly string _listKey;
    private readonly string _again;
    private readonly Argument<string> _verb;
    private readonly Argument<string[]> _numbers;
    private readonly Option<bool> _json;

    /// <param name="name">The command's name; its part of the API has the same.</param>
    /// <param name="description">The line of the overview.</param>
    /// <param name="things">What is kept: <c>dead letters</c>.</param>
    /// <param name="listKey">Where the answer of the API has the list.</param>
    /// <param name="again">The verb that tries one again: <c>resend</c>.</param>
    protected NumberedCommand(
        string name, string description, string things, string listKey, string again, Terminal terminal, ServerChoice server)
        : base(name, description, terminal, server)
    {
        _things = things;
        _listKey = listKey;
        _again = again;
        Path = $"{RouteTable.OwnBase}/{name}";
        _verb = Argument<string>("verb", $"list, show, {again} or drop. Default: list.");
        _verb.DefaultValueFactory = static _ => "list";
        _numbers = Argument<string[]>("numbers", $"Numbers of {things}; 'all' to {again} or drop all.");
        _numbers.Arity = ArgumentArity.ZeroOrMore;
        _verb.CompletionSources.Add("list", "show", again, "drop");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples =>
        [$"tocsin {Name}", $"tocsin {Name} show 17", $"tocsin {Name} {_again} 17 18", $"tocsin {Name} drop all"];

    private string Path { get; }

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var verb = arguments.GetRequiredValue(_verb);
        var numbers = arguments.GetRequiredValue(_numbers);
        if (verb == "list")
        {
            if (numbers is [var number, ..])
                throw new CliException($"all {_things} are listed, not some: 'tocsin {Name} show {number}' shows one", ExitCode.Usage);
            await ListAsync(await ReadAllAsync(api, cancellationToken).ConfigureAwait(false), arguments.GetValue(_json)).ConfigureAwait(false);
            return;
        }

        if (verb != "show" && verb != _again && verb != "drop")
            throw new CliException($"{_things} cannot be '{verb}': list, show, {_again} or drop them", ExitCode.Usage);
        if (numbers.Length == 0)
            throw new CliException($"say which {_things} to {verb}, by number, or all", ExitCode.Usage);
        if (numbers is not ["all"] && numbers.FirstOrDefault(number => !number.All(char.IsAsciiDigit)) is { } wrong)
            throw new CliException($"'{wrong}' is not a number: 'tocsin {Name}' shows those of all {_things}", ExitCode.Usage);
        foreach (var number in numbers is ["all"] ? (await ReadAllAsync(api, cancellationToken).ConfigureAwait(false)).Select(Number) : numbers)
            await ActAsync(api, verb, $"{Path}/{Uri.EscapeDataString(number)}", number, cancellationToken).ConfigureAwait(false);
    }

    private async Task ListAsync(List<JsonObject> kept, bool isJson)
    {
        if (isJson)
            await WriteJsonAsync(new JsonObject { [_listKey] = new JsonArray([.. kept.Select(one => one.DeepClone())]) }).ConfigureAwait(false);
        else
            List(kept).Write(Terminal.Out);
    }

    /// <summary>A table with a row for each.</summary>
    protected abstract TextTable List(List<JsonObject> kept);

    protected static string Number(JsonObject kept) => kept.Text("number");

    private async Task ActAsync(ApiClient api, string verb, string path, string number, CancellationToken cancellationToken)
    {
        try
        {
            if (verb == "show")
                await WriteJsonAsync(await api.GetAsync(path, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            else if (verb == "drop")
                await api.SendAsync(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
            else
                await api.SendAsync(HttpMethod.Post, $"{path}/{verb}", null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            // One that is refused must not keep the others from their turn.
            var what = verb == _again ? $"cannot {verb} {number}: " : "";
            await FailAsync(what + refusal.Message).ConfigureAwait(false);
        }
    }

    private async Task<List<JsonObject>> ReadAllAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        while (true)
        {
            var after = all.Count == 0 ? "0" : Number(all[^1]);
            var page = (await api.GetAsync($"{Path}?after={after}&limit={PageSize}", cancellationToken).ConfigureAwait(false)).Items(_listKey);
            all.AddRange(page);
            if (page.Count < PageSize)
                return all;
        }
    }
}

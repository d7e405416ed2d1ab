using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary>Starts a recording or a replay, waits for its end and prints its id.</summary>
internal abstract class BackgroundCommand : ClientCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Option<string?> _id;
    private readonly Option<bool> _noWait;
    private readonly Option<bool> _json;

    /// <param name="what"><c>recording</c> or <c>replay</c>.</param>
    protected BackgroundCommand(string name, string what, string description, Terminal terminal, ServerChoice server)
        : base(name, description, terminal, server)
    {
        _id = PeerOption<string?>($"{what}-id", $"The id of the {what}. Default: a new one.", "ID");
        _noWait = PeerOption<bool>("no-wait", "Print the id at once; the server goes on.");
        _json = JsonOption();
    }

    /// <summary>Where what is to be done is asked for, below the API.</summary>
    protected abstract string Path { get; }

    /// <summary>What is asked for, but for the id.</summary>
    /// <exception cref="CliException">An option is missing, or its value is not valid.</exception>
    protected abstract JsonObject Body(ParseResult arguments);

    protected sealed override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var body = Body(arguments);
        if (arguments.GetValue(_id) is { Length: > 0 } id)
            body.Insert(0, "id", id);
        var run = await api.SendAsync(HttpMethod.Post, RouteTable.Base + Path, body, cancellationToken).ConfigureAwait(false);
        while (!arguments.GetValue(_noWait) && run.Text("status") == "running")
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            run = await api.GetAsync(run.Link(), cancellationToken).ConfigureAwait(false);
        }

        if (arguments.GetValue(_json))
            await WriteJsonAsync(run).ConfigureAwait(false);
        else
            await Terminal.Out.WriteLineAsync(run.Text("id")).ConfigureAwait(false);
        if (run.Text("status") == "failed")
            await FailAsync(run.Text("error")).ConfigureAwait(false);
    }

    /// <summary>The value of an option that must be given.</summary>
    /// <exception cref="CliException">It is not.</exception>
    protected static string Required(ParseResult arguments, Option<string?> option) => arguments.GetValue(option) is { Length: > 0 } value
        ? value
        : throw new CliException($"-{option.Name.TrimStart('-')} must be given; 'tocsin {string.Join(' ', Names(arguments.CommandResult.Command))} --help' shows all options", ExitCode.Usage);

    /// <summary>How long: <c>90s</c>, <c>1h30m</c>.</summary>
    /// <exception cref="CliException">It is not a length of time.</exception>
    protected static TimeSpan Span(string option, string text) => DurationSetting.TryParse(text, out var nanoseconds) && nanoseconds > 0
        ? TimeSpan.FromTicks(nanoseconds / 100)
        : throw new CliException($"-{option} is a length of time such as 90s or 1h30m, not '{text}'", ExitCode.Usage);

    /// <summary>Adds the options of a span of time that has passed.</summary>
    protected SpanOptions SpanOptions() => new(
        PeerOption<string?>("past", "Begin so long ago.", "SPAN"),
        PeerOption<string?>("start", "Begin at this time.", "TIME"),
        PeerOption<string?>("stop", "End at this time. Default: now.", "TIME"));

    /// <summary>A time as the API takes it.</summary>
    internal static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Names(Command command) => [.. command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name), command.Name];
}

using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>A command that talks to a server.</summary>
internal abstract class ClientCommand(string name, string description, Terminal terminal, ServerChoice server)
    : CliCommand(name, CommandGroup.Talking, description)
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected Terminal Terminal { get; } = terminal;

    /// <summary>What the program says to the shell when the command does not fail; <see cref="ExitCode.Ok"/> unless the command says otherwise.</summary>
    protected int Result { get; set; } = ExitCode.Ok;

    /// <summary>The options that say which server is talked to.</summary>
    protected ServerChoice Server { get; } = server;

    /// <summary>How long an answer may take; null for ever.</summary>
    protected virtual TimeSpan? Patience => null;

    protected sealed override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var api = Server.Connect(arguments, Patience);
        try
        {
            await RunAsync(arguments, api, cancellationToken).ConfigureAwait(false);
            return Result;
        }
        catch (ApiRefusal refusal)
        {
            throw new CliException(Explain(refusal));
        }
    }

    protected abstract Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken);

    /// <summary>Adds the option by which programs get what people get as a table.</summary>
    protected Option<bool> JsonOption() => Option<bool>("json", "Print JSON, as the API answers it.");

    /// <summary>Completes an argument with the ids of the tasks there are; help, which works without a server, calls it <c>ID</c>.</summary>
    protected void CompleteTasks(Argument argument)
    {
        argument.HelpName = "ID";
        argument.CompletionSources.Add(Server.TaskNames);
    }

    /// <summary>Takes that option where there is no other form, too: whoever gives it to everything need not know.</summary>
    protected void AlwaysJson() => JsonOption().Hidden = true;

    /// <summary>Notes that something was not done; what else was asked for still is, and the command ends with <see cref="ExitCode.Failed"/>.</summary>
    protected Task FailAsync(string why)
    {
        Result = ExitCode.Failed;
        return Terminal.Error.WriteLineAsync($"tocsin: {why}");
    }

    /// <summary>True for a task, as the API answers it, that is enabled and does not run.</summary>
    protected static bool IsIdle(JsonObject task) => task.Text("status") is "enabled" or "shadow" && task.Text("executing") == "false";

    /// <summary>Notes that a task is enabled and does not run, with the reason.</summary>
    /// <inheritdoc cref="FailAsync"/>
    protected Task FailOfIdleAsync(string id, JsonObject task) =>
        FailAsync($"task {id} is enabled and does not run: {(task.Text("error") is { Length: > 0 } error ? error : $"'tocsin show {id}' and the server's log say more")}");

    /// <summary>Prints an answer of the API, for programs and for people: with quotes and letters of all languages as they are.</summary>
    protected Task WriteJsonAsync(JsonNode answer) => Terminal.Out.WriteLineAsync(answer.ToJsonString(Pretty));

    // These answers are short, and do not say where to look.
    protected virtual string Explain(ApiRefusal refusal) => refusal.Message switch
    {
        "must specify dbrp" => "the task needs to know where its points come from: add -dbrp DB.RP, or a line such as dbrp \"telegraf\".\"autogen\" to the script",
        "must provide TICKscript" => "the task needs a script: add -tick FILE, or -template TEMPLATE",
        var other when refusal.Status == System.Net.HttpStatusCode.Unauthorized => other + ApiRefusal.CredentialsHint,
        var other => other,
    };
}

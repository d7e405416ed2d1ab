using System.CommandLine;
using System.CommandLine.Completions;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>The options that choose the server a command talks to. They may stand before or behind the command.</summary>
internal sealed class ServerChoice(Terminal terminal)
{
    private const string DefaultUrl = "http://localhost:9092";

    private const string UnsafeSsl = "KAPACITOR_UNSAFE_SSL";

    private static readonly TimeSpan LongestCompletion = TimeSpan.FromSeconds(2);

    private readonly Option<bool> _skipVerify = new("--skip-verify", "-skipVerify")
    {
        Description = "Take any certificate of an https server.", Recursive = true,
    };

    private readonly Option<string?> _url = new("--url", "-url")
    {
        Description = $"The server. Default: TOCSIN_URL, KAPACITOR_URL or {DefaultUrl}.", HelpName = "URL", Recursive = true,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "A token of the server. Default: TOCSIN_TOKEN; user and password may stand in the address.", HelpName = "TOKEN", Recursive = true,
    };

    private readonly Option<string?> _certificate = New("cert", "The certificate, PEM, to show to a server that asks for one. Default: TOCSIN_CERT.");
    private readonly Option<string?> _key = New("key", "Its key, PEM, where that is not in the same file. Default: TOCSIN_KEY.");
    private readonly Option<string?> _authorities = New("ca", "The authorities, PEM, whose certificates an https server may have. Default: TOCSIN_CA, else those of the system.");

    public IEnumerable<Option> Options => [_url, _skipVerify, _token, _certificate, _key, _authorities];

    /// <summary>Makes a client for the chosen server; nothing is sent yet.</summary>
    /// <exception cref="CliException">The address is not valid.</exception>
    /// <param name="patience">How long an answer may take. Default: for ever.</param>
    public ApiClient Connect(ParseResult arguments, TimeSpan? patience = null) => new(NewHttp(arguments, patience));

    /// <summary>Makes what such a client stands on.</summary>
    /// <inheritdoc cref="Connect"/>
    public HttpClient NewHttp(ParseResult arguments, TimeSpan? patience = null)
    {
        var text = arguments.GetValue(_url) ?? Variable("TOCSIN_URL") ?? Variable("KAPACITOR_URL") ?? DefaultUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CliException(
                $"'{text}' isn't the address of a server: it must start with http:// or https://, such as {DefaultUrl}", ExitCode.BadUrl);
        }

        // What stands in the address was meant for this server, and a variable for all.
        var token = arguments.GetValue(_token) ?? (url.UserInfo.Length > 0 ? null : Variable("TOCSIN_TOKEN"));
        return ServerHttp.For(url, TlsOf(arguments), patience: patience, token: token);
    }

    /// <summary>Which certificates of an https server are taken, and what is shown to it; null for those of the system, and nothing.</summary>
    /// <exception cref="CliException">The options do not fit together.</exception>
    private HandlerTls? TlsOf(ParseResult arguments)
    {
        var (certificate, key, authorities) = (FileOf(arguments, _certificate, "TOCSIN_CERT"), FileOf(arguments, _key, "TOCSIN_KEY"), FileOf(arguments, _authorities, "TOCSIN_CA"));
        if (key.Length > 0 && certificate.Length == 0)
            throw new CliException($"there is a key, {key}, and no certificate: name it with --cert FILE (TOCSIN_CERT)");
        var skips = SkipsVerification(arguments);
        return skips || certificate.Length + authorities.Length > 0 ? new HandlerTls(authorities, certificate, key, skips) : null;
    }

    private string FileOf(ParseResult arguments, Option<string?> option, string variable) => arguments.GetValue(option) ?? Variable(variable) ?? "";

    private static Option<string?> New(string name, string description) => new("--" + name) { Description = description, HelpName = "FILE", Recursive = true };

    /// <summary>True when any certificate of an https server is taken.</summary>
    /// <exception cref="CliException">The variable that may say so says neither.</exception>
    public bool SkipsVerification(ParseResult arguments) => arguments.GetValue(_skipVerify) || Variable(UnsafeSsl) switch
    {
        null or "0" or "f" or "F" or "false" or "False" or "FALSE" => false,
        "1" or "t" or "T" or "true" or "True" or "TRUE" => true,
        var other => throw new CliException($"the environment variable {UnsafeSsl} is true or false, not '{other}'", ExitCode.Unknown),
    };

    /// <summary>The ids of the tasks there are, for the completion of a command line; none when the server does not answer at once.</summary>
    public IEnumerable<string> TaskNames(CompletionContext context)
    {
        try
        {
            using var api = Connect(context.ParseResult);
            using var limit = new CancellationTokenSource(LongestCompletion);
            return [.. api.ListAsync("tasks", [], ["link"], limit.Token).GetAwaiter().GetResult().Select(task => task.Text("id"))];
        }
        catch (Exception problem) when (problem is CliException or CommandException or ApiRefusal or OperationCanceledException)
        {
            // Whoever presses the key wants no lecture.
            return [];
        }
    }

    private string? Variable(string name) => terminal.Environment(name) is { Length: > 0 } value ? value : null;
}

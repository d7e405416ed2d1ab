using System.Net.Http.Headers;
using System.Text;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Tocsin.Server.Cli.Client;

/// <summary>Sends requests to one server, and says so when that is not there.</summary>
internal sealed class ServerHttp : DelegatingHandler
{
    /// <summary>Marks a request whose answer is read while it comes: it may have no end, or be large.</summary>
    public static readonly HttpRequestOptionsKey<bool> ReadsWhileItComes = new("tocsin.reads-while-it-comes");

    private readonly string _server;

    private ServerHttp(HttpMessageHandler inner, string server)
        : base(inner) => _server = server;

    private ServerRole Role { get; init; } = ServerRole.Target;

    private TimeSpan Patience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>A client for one server. Its requests throw <see cref="CommandException"/> when the server does not answer, or is somewhere else.</summary>
    /// <param name="url">The server; user and password in it are sent along.</param>
    /// <param name="tls">Which certificates of it are taken, and what is shown to it; null for those of the system, and nothing.</param>
    /// <param name="role">What the server is to the command. Default: the one it talks to.</param>
    /// <param name="patience">How long an answer may take. Default: for ever.</param>
    /// <param name="token">Is sent along in the place of user and password; null for none.</param>
    public static HttpClient For(Uri url, HandlerTls? tls = null, ServerRole? role = null, TimeSpan? patience = null, string? token = null)
    {
        // Without the password, which is not part of what messages name.
        var server = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var handler = new ServerHttp(NewHandler(tls), server)
        {
            Role = role ?? ServerRole.Target, Patience = patience ?? Timeout.InfiniteTimeSpan,
        };
        var http = new HttpClient(handler) { BaseAddress = new Uri(server), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("tocsin");
        if (token is { Length: > 0 })
        {
            if (token.Any(letter => letter is <= ' ' or >= '\x7F'))
                throw new CommandException("the token isn't one: it has characters that no token has");
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (url.UserInfo.Length > 0)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        return http;
    }

    private static HttpMessageHandler NewHandler(HandlerTls? tls)
    {
        try
        {
            return HandlerHttp.NewHandler(tls, outgoing: null);
        }
        catch (InvalidOperationException problem)
        {
            throw new CommandException($"{problem.Message} It must be PEM: --cert (TOCSIN_CERT) with its key or with --key (TOCSIN_KEY), --ca (TOCSIN_CA)");
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var reply = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
            if (HttpReply.RedirectOf(reply) is { } redirect)
                throw new CommandException($"{_server} is not where the server is: {redirect}{Role.Moved}");
            if (!request.Options.TryGetValue(ReadsWhileItComes, out _))
                await reply.Content.LoadIntoBufferAsync(limit.Token).ConfigureAwait(false);
            return reply;
        }
        catch (HttpRequestException problem)
        {
            throw Unreachable(request, problem);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{_server} does not answer {Shown(request)} within {Patience.TotalSeconds:0} seconds. {Role.WayOut}");
        }
    }

    private CommandException Unreachable(HttpRequestMessage request, HttpRequestException problem)
    {
        // What the connection met says more than that something was met.
        var why = (problem.InnerException ?? problem).Message.TrimEnd('.');
        return problem.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError when why.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
                new($"the certificate of {_server} is not accepted: {why}. Name the authority that signed it with --ca FILE (TOCSIN_CA), or give --skip-verify (-skipVerify, KAPACITOR_UNSAFE_SSL=true) to take any"),
            HttpRequestError.SecureConnectionError => new($"the connection to {_server} cannot be encrypted: {why}. Does that server speak https?"),
            HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse =>
                new($"{_server} broke off its answer to {Shown(request)}: {why}. {Role.WayOut}"),
            _ => new($"cannot reach the server at {_server}: {why}. {Role.WayOut}"),
        };
    }

    private static string Shown(HttpRequestMessage request) => $"{request.Method} {request.RequestUri?.AbsolutePath}";
}

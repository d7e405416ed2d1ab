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

    /// <summary>A client for one server. Its requests throw <see cref="CommandException"/> when the server does not answer, or is somewhere else.</summary>
    /// <param name="url">The server; user and password in it are sent along.</param>
    /// <param name="skipsVerification">True to take any certificate.</param>
    public static HttpClient For(Uri url, bool skipsVerification)
    {
        // Without the password, which is no part of what messages name.
        var server = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var http = new HttpClient(new ServerHttp(HandlerHttp.NewHandler(verifies: !skipsVerification), server))
        {
            BaseAddress = new Uri(server), Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("tocsin");
        if (url.UserInfo.Length > 0)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        return http;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (HttpReply.RedirectOf(reply) is { } redirect)
                throw new CommandException($"{_server} is not where the server is: {redirect} with --url");
            if (!request.Options.TryGetValue(ReadsWhileItComes, out _))
                await reply.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
            return reply;
        }
        catch (HttpRequestException problem)
        {
            throw new CommandException($"cannot reach the server at {_server}: {problem.Message}. Start one with 'tocsin serve', or name another with --url");
        }
    }
}

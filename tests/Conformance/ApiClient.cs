using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>Calls the server's HTTP API.</summary>
internal sealed class ApiClient(string url) : IDisposable
{
    /// <summary>The path that all but <c>/write</c> begin with.</summary>
    public const string Base = "/kapacitor/v1";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Without a trailing slash.</summary>
    public string Url => url;

    public Task<Answer> CallAsync(string method, string path, JsonNode body) => CallAsync(method, path, body.ToJsonString());

    public async Task<Answer> CallAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url + path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? null : HttpSink.Read(text));
    }

    /// <summary>A topic or an id as a part of a path.</summary>
    public static string Quote(string name) => Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal);

    public void Dispose() => _http.Dispose();

    public sealed record Answer(HttpStatusCode Code, JsonNode? Body)
    {
        public int Status => (int)Code;

        public bool IsGood => Status < 300;

        /// <summary>The text of an error; empty when it is none.</summary>
        public string Error => IsGood ? "" : Body switch
        {
            JsonObject map => map["error"]?.ToString() ?? "",
            null => "",
            var other => other.ToString(),
        };
    }
}

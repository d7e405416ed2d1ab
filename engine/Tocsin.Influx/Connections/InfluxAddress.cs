using System.Net.Http.Headers;
using System.Text;

namespace Tocsin.Influx.Connections;

/// <summary>One address of a server, with the credentials it is asked with.</summary>
internal sealed class InfluxAddress
{
    /// <summary>Where questions in Flux are asked, below an address.</summary>
    public const string FluxPath = "/api/v2/query";

    private readonly string _base;
    private readonly AuthenticationHeaderValue? _authorization;

    public InfluxAddress(Uri url, InfluxConnection connection)
    {
        _base = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var plain = new UriBuilder(_base) { UserName = "", Password = "" }.Uri;
        Shown = plain.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _base = Shown;
        IsHere = plain.IsLoopback;
        _authorization = AuthorizationOf(url, connection);
    }

    /// <summary>For people: without user and password.</summary>
    public string Shown { get; }

    /// <summary>True on this very machine, where packing costs more than it saves.</summary>
    public bool IsHere { get; }

    public HttpRequestMessage NewRequest(HttpMethod method, string pathAndQuery)
    {
        var request = new HttpRequestMessage(method, new Uri(_base + pathAndQuery));
        request.Headers.Authorization = _authorization;
        return request;
    }

    private static AuthenticationHeaderValue? AuthorizationOf(Uri url, InfluxConnection connection)
    {
        if (connection.Token.Length > 0)
            return new AuthenticationHeaderValue("Token", connection.Token);
        if (connection.Username.Length > 0)
            return Basic($"{connection.Username}:{connection.Password}");
        return url.UserInfo.Length > 0 ? Basic(Uri.UnescapeDataString(url.UserInfo)) : null;
    }

    private static AuthenticationHeaderValue Basic(string userAndPassword) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword)));
}

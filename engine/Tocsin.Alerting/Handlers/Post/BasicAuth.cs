using System.Net.Http.Headers;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>A user and a password for HTTP basic authentication.</summary>
public sealed record BasicAuth
{
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The value of the header <c>Authorization</c>; null unless both parts are given.</summary>
    public AuthenticationHeaderValue? ToHeader() =>
        Username.Length == 0 || Password.Length == 0
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}")));
}

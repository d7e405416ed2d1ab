using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>A user and a password for HTTP basic authentication.</summary>
public sealed record BasicAuth
{
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The value of the header <c>Authorization</c>; null unless both parts are given.</summary>
    public AuthenticationHeaderValue? ToHeader() => Password.Length == 0 ? null : JsonPost.BasicLogin(Username, Password);
}

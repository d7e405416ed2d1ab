using System.Text.Json;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary><c>/tocsin/v1/session</c>: signs a page in by a cookie and out again, and says who is signed in, or how one can be.</summary>
internal sealed class SessionApi(ServerAccess access)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/session", ShowAsync);
        routes.MapPost("/session", BeginAsync);
        routes.MapDelete("/session", EndAsync);
        routes.MapGet("/session/ways", WaysAsync);
    }

    private static Task ShowAsync(HttpContext context) => AnswerAsync(context, AccessGuard.CallerOf(context));

    private async Task BeginAsync(HttpContext context)
    {
        // A form of another page could sign somebody in as somebody else.
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "send name and password as JSON, with the content type application/json");
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (name, password) = (ApiBody.Text(body.RootElement, "name"), ApiBody.Text(body.RootElement, "password"));
        if (name.Length == 0 || access.Users.IsEmpty)
            throw new ApiException(StatusCodes.Status401Unauthorized, access.Users.IsEmpty ? "there are no users: 'tocsin users add NAME --role admin' adds the first" : "username required");
        var signIn = await access.SignInAsync(new Credentials(CredentialKind.Password, $"{name}:{password}"), RequestCredentials.MachineOf(context)).ConfigureAwait(false);
        if (signIn.Caller is not { } caller)
            throw new ApiException((int)signIn.Status, signIn.Problem);

        // A token may stand where a password does; it would live on in the cookie when it has ended, and may be called as somebody else is.
        if (caller.User is not { } user || user.Name != name)
            throw new ApiException(StatusCodes.Status401Unauthorized, "a page signs in as a user, with the user's own password");
        SessionCookie.Set(context, access.Sessions.Begin(user));
        await AnswerAsync(context, caller).ConfigureAwait(false);
    }

    private Task EndAsync(HttpContext context)
    {
        if (context.Request.Cookies[RequestCredentials.Cookie] is { Length: > 0 } secret)
            access.Sessions.End(secret);
        SessionCookie.Remove(context);
        ApiAnswer.Empty(context);
        return Task.CompletedTask;
    }

    // Asked by who is not signed in yet: it tells no more than the first attempt would.
    private Task WaysAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("password", !access.Users.IsEmpty);
        if (access.Provider is { } provider)
        {
            writer.WriteStartObject("oidc");
            writer.WriteString("provider", new Uri(provider.Options.Issuer).Host);
            writer.WriteString("path", RouteTable.OwnBase + OidcSignIn.Start);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    private static Task AnswerAsync(HttpContext context, Caller caller) => ApiAnswer.JsonAsync(context, writer => Write(writer, caller));

    private static void Write(Utf8JsonWriter writer, Caller caller)
    {
        writer.WriteStartObject();
        writer.WriteString("name", caller.Name);
        AccountBody.WriteRoles(writer, RoleNames.Write(caller.Roles));
        writer.WriteEndObject();
    }
}

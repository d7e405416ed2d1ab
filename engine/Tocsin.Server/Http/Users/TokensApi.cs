using System.Text.Json;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary><c>/tocsin/v1/tokens</c>: what programs show in the place of user and password. The answer that makes one is the only one with the token itself.</summary>
internal sealed class TokensApi(TokenRegistry tokens, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tokens", ListAsync);
        routes.MapPost("/tokens", AddAsync);
        routes.MapDelete("/tokens/{id}", RevokeAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("tokens");
        foreach (var token in tokens.All)
            Write(writer, token, null);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private async Task AddAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (name, expires) = (ApiBody.Text(body.RootElement, "name"), EndOf(ApiBody.Text(body.RootElement, "expires")));
        var roles = AccountBody.RolesOf(body.RootElement) ?? Roles.None;
        AuditSubject.Say(context, [name, .. RoleNames.Of(roles)]);
        await AccountBody.RunAsync(async () =>
        {
            var (token, secret) = await tokens.AddAsync(name, roles, expires).ConfigureAwait(false);
            context.Response.Headers.CacheControl = "no-store";
            await ApiAnswer.JsonAsync(context, writer => Write(writer, token, secret)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task RevokeAsync(HttpContext context, string id)
    {
        await AccountBody.RunAsync(async () =>
        {
            var (token, notStored) = await tokens.RevokeAsync(id).ConfigureAwait(false);
            AuditSubject.Say(context, token.Row.Name);
            await AccountBody.WithdrawnAsync(context, notStored).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private DateTimeOffset? EndOf(string text)
    {
        if (text.Length == 0)
            return null;
        if (DurationSetting.TryParse(text, out var nanoseconds) && nanoseconds > 0)
            return time.GetUtcNow() + TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return Rfc3339.TryParse(text, out var end) ? end : throw ApiException.BadRequest($"expires is how long the token is valid, such as 90d, or until when, such as 2027-01-31T00:00:00Z, not '{text}'");
    }

    private static void Write(Utf8JsonWriter writer, ApiToken token, string? secret)
    {
        writer.WriteStartObject();
        writer.WriteString("id", token.Row.Id);
        writer.WriteString("name", token.Row.Name);
        AccountBody.WriteRoles(writer, token.Row.Roles);
        AccountBody.WriteTime(writer, "created", token.Row.Created);
        AccountBody.WriteTime(writer, "expires", token.Row.Expires);
        AccountBody.WriteTime(writer, "last-used", token.Used);
        if (secret is not null)
            writer.WriteString("token", secret);
        writer.WriteEndObject();
    }
}

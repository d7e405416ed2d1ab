using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary><c>/tocsin/v1/users</c>: who may sign in. Passwords come in and never go out.</summary>
internal sealed class UsersApi(UserRegistry users)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/users", ListAsync);
        routes.MapPost("/users", AddAsync);
        routes.MapPatch("/users/{name}", ChangeAsync);
        routes.MapDelete("/users/{name}", RemoveAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("users");
        foreach (var user in users.All)
            Write(writer, user);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private async Task AddAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var name = ApiBody.Text(body.RootElement, "name");
        AuditSubject.Say(context, name);
        await AccountBody.RunAsync(() => users.AddAsync(name, ApiBody.Text(body.RootElement, "password"), AccountBody.RolesOf(body.RootElement) ?? Roles.None)).ConfigureAwait(false);
        await ShowAsync(context, name).ConfigureAwait(false);
    }

    private async Task ChangeAsync(HttpContext context, string name)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var (password, roles) = (ApiBody.Text(body.RootElement, "password"), AccountBody.RolesOf(body.RootElement));
        if (password.Length == 0 && roles is null)
            throw ApiException.BadRequest("give a password, roles, or both");
        AuditSubject.Say(context, [.. password.Length > 0 ? ["password"] : Array.Empty<string>(), .. roles is { } given ? RoleNames.Of(given) : []]);
        await AccountBody.RunAsync(() => users.ChangeAsync(name, password.Length > 0 ? password : null, roles)).ConfigureAwait(false);
        await ShowAsync(context, name).ConfigureAwait(false);
    }

    private async Task RemoveAsync(HttpContext context, string name)
    {
        string? notStored = null;
        await AccountBody.RunAsync(async () => notStored = await users.RemoveAsync(name).ConfigureAwait(false)).ConfigureAwait(false);
        await AccountBody.WithdrawnAsync(context, notStored).ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext context, string name) => users.Find(name) is { } user
        ? ApiAnswer.JsonAsync(context, writer => Write(writer, user))
        : throw ApiException.NotFound($"no user '{name}'");

    private static void Write(Utf8JsonWriter writer, UserRow user)
    {
        writer.WriteStartObject();
        writer.WriteString("name", user.Name);
        AccountBody.WriteRoles(writer, user.Roles);
        AccountBody.WriteTime(writer, "created", user.Created);
        AccountBody.WriteTime(writer, "changed", user.Changed);
        writer.WriteEndObject();
    }
}

using System.Text.Json;
using Tocsin.Dsl.Time;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary>What bodies of users and of tokens have in common.</summary>
internal static class AccountBody
{
    /// <summary>The roles that a body gives; null when it gives none.</summary>
    /// <exception cref="ApiException">They are none.</exception>
    public static Roles? RolesOf(JsonElement body)
    {
        if (!body.TryGetProperty("roles", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        var roles = RoleNames.Parse(list, out var problem);
        return problem is null ? roles : throw ApiException.BadRequest(problem);
    }

    /// <exception cref="ApiException">What is wanted cannot be.</exception>
    public static async Task RunAsync(Func<Task> change)
    {
        try
        {
            await change().ConfigureAwait(false);
        }
        catch (UserException problem)
        {
            throw new ApiException(problem.IsMissing ? StatusCodes.Status404NotFound : problem.IsConflict ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, problem.Message);
        }
    }

    /// <summary>Answers that something was taken away.</summary>
    /// <param name="notStored">Why that is in force and not stored yet; null when it is stored.</param>
    public static Task WithdrawnAsync(HttpContext context, string? notStored)
    {
        if (notStored is not null)
        {
            return ApiAnswer.JsonAsync(
                context,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("warning", $"it is in force, and not stored yet: it will be as soon as it can, unless the server ends before. {notStored}");
                    writer.WriteEndObject();
                },
                StatusCodes.Status202Accepted);
        }

        ApiAnswer.Empty(context);
        return Task.CompletedTask;
    }

    public static void WriteRoles(Utf8JsonWriter writer, string stored)
    {
        writer.WriteStartArray("roles");
        foreach (var role in RoleNames.Of(RoleNames.Read(stored)))
            writer.WriteStringValue(role);
        writer.WriteEndArray();
    }

    public static void WriteTime(Utf8JsonWriter writer, string name, long? milliseconds)
    {
        if (milliseconds is > 0 and { } at)
            writer.WriteString(name, Instant.From(DateTimeOffset.FromUnixTimeMilliseconds(at)).ToString());
        else
            writer.WriteNull(name);
    }
}

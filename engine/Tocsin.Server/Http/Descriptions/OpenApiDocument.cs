using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Descriptions;

/// <summary>The API as an OpenAPI document: every route of the server with its role, and of the server's own API what they answer.</summary>
internal static partial class OpenApiDocument
{
    private const string Version = "3.1.0";
    private const string Json = "application/json";
    private const string ErrorShape = "#/components/schemas/Error";

    private static readonly string[] AnyMethod = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Makes the document from the doors of the routes and the book of their answers.</summary>
    public static JsonObject Make(ShapeBook book)
    {
        var described = book.Routes.ToDictionary(route => (route.Method, route.Path));
        var paths = new JsonObject();
        foreach (var door in RouteDoors.All)
        {
            // Of a catch-all the document knows a name only.
            var path = CatchAll().Replace(door.Path, "{");
            var methods = paths[path] as JsonObject;
            if (methods is null)
                paths[path] = methods = new JsonObject();
            foreach (var method in door.Method == "*" ? AnyMethod : [door.Method])
                methods[method.ToLowerInvariant()] = Operation(path, door.Door, described.GetValueOrDefault((method, door.Path)));
        }

        return new JsonObject
        {
            ["openapi"] = Version,
            ["info"] = new JsonObject { ["title"] = "Tocsin", ["version"] = ServerVersion.Text },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(book.Shapes.Select(shape => KeyValuePair.Create(shape.Key, (JsonNode?)shape.Value.DeepClone()))),
                ["securitySchemes"] = new JsonObject
                {
                    ["password"] = new JsonObject { ["type"] = "http", ["scheme"] = "basic" },
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                    ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = RequestCredentials.Cookie },
                },
            },
        };
    }

    private static JsonObject Operation(string path, Door door, RouteDescription? route)
    {
        var parameters = new JsonArray();
        foreach (Match name in PathName().Matches(path))
            parameters.Add(Parameter(name.Groups[1].Value, "path"));
        foreach (var name in route?.Parameters ?? [])
            parameters.Add(Parameter(name, "query"));
        var role = door.IsOpen ? "nobody needs to sign in" : door.Needed is { } needed ? string.Join(", ", RoleNames.Of(needed)) : "anybody who is signed in";
        var operation = new JsonObject();
        if (route is not null)
            operation["summary"] = route.Summary;
        operation["x-tocsin-role"] = role;
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        operation["responses"] = Answers(route, door);
        operation["security"] = door.IsOpen
            ? new JsonArray()
            : new JsonArray([.. new[] { "password", "token", "session" }.Select(scheme => new JsonObject { [scheme] = new JsonArray() })]);
        return operation;
    }

    private static JsonObject Parameter(string name, string place) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path",
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Answers(RouteDescription? route, Door door)
    {
        var answers = new JsonObject();
        if (route is null)
            answers["default"] = new JsonObject { ["description"] = "As the documentation says." };
        else if (int.TryParse(route.Answer, CultureInfo.InvariantCulture, out _))
            answers[route.Answer] = new JsonObject { ["description"] = "Done." };
        else if (ShapeBook.SchemaOf(route.Answer) is { } schema)
            answers["200"] = Answer("The answer.", Json, schema);
        else
            answers["200"] = Answer("The answer.", route.Answer, new JsonObject { ["type"] = "string" });
        if (route is null)
            return answers;
        if (!door.IsOpen)
            answers["401"] = Error("Nobody is signed in.");
        if (door.Needed is not null)
            answers["403"] = Error("The role is missing.");
        answers["default"] = Error("Refused, with the reason.");
        return answers;
    }

    private static JsonObject Error(string what) => Answer(what, Json, new JsonObject { ["$ref"] = ErrorShape });

    private static JsonObject Answer(string what, string type, JsonNode schema) =>
        new() { ["description"] = what, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } } };

    [GeneratedRegex(@"\{\*+")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathName();
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>The server refused a request.</summary>
internal sealed class ApiRefusal(string message, IReadOnlyList<JsonObject> diagnostics) : Exception(message)
{
    /// <summary>What somebody whose request was refused for lack of a user can do.</summary>
    public const string CredentialsHint = ": user and password go in the address, as in http://USER:PASSWORD@HOST:9092, or give --token TOKEN";

    /// <summary>What is wrong with the script, when it is to blame.</summary>
    public IReadOnlyList<JsonObject> Diagnostics { get; } = diagnostics;

    /// <summary>What is wrong with the values of a definition, with their options, when they are to blame.</summary>
    public IReadOnlyList<JsonObject> Problems { get; private init; } = [];

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode Status { get; private init; }

    /// <summary>What was asked: the method and the address.</summary>
    public string Request { get; private init; } = "";

    /// <param name="request">What was asked: the method and the address.</param>
    public static ApiRefusal From(HttpStatusCode status, string body, string request)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject answer && answer.Text("error") is { Length: > 0 } error)
                return new ApiRefusal(error, answer.Items("diagnostics")) { Problems = answer.Items("problems"), Status = status, Request = request };
        }
        catch (JsonException)
        {
            // Told below: an answer in another form comes from something that is no such server.
        }

        var start = body.Length > 200 ? body[..200] + "…" : body;
        return new ApiRefusal($"the server answered with status {(int)status}: {(start.Length == 0 ? "no text" : start)}", []) { Status = status, Request = request };
    }
}

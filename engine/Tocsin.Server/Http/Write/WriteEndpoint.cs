using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Write;

/// <summary><c>POST /write?db=&amp;rp=&amp;precision=</c>: line protocol in. Good lines are kept, bad ones named.</summary>
internal static class WriteEndpoint
{
    public static async Task HandleAsync(HttpContext context, PointWriter writer)
    {
        var query = context.Request.Query;
        var database = query["db"].ToString();
        if (database.Length == 0)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, "database is required: add ?db=NAME").ConfigureAwait(false);
            return;
        }

        if (!Precision.TryParse(query["precision"], out var precision))
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"the precision '{query["precision"]}' is not known: give {Precision.Known}").ConfigureAwait(false);
            return;
        }

        using var body = new RequestBody(context);
        try
        {
            await body.ReadPointsAsync().ConfigureAwait(false);
        }
        catch (InvalidDataException problem)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"the body is not gzip: {problem.Message}").ConfigureAwait(false);
            return;
        }

        var errors = await writer.WriteAsync(body.Bytes, database, query["rp"].ToString(), precision, context.RequestAborted).ConfigureAwait(false);
        if (errors.Count > 0)
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, "partial write: " + string.Join("\n", errors)).ConfigureAwait(false);
        else
            ApiAnswer.Empty(context);
    }
}

namespace Tocsin.Server.Http.Alerts;

/// <summary>What somebody did about an alert, as the API takes it.</summary>
/// <param name="By">Who; may be empty.</param>
/// <param name="Message">What is said; may be empty.</param>
internal sealed record ActivityRequest(string Topic, string Id, string By, string Message)
{
    private static readonly string[] Names = ["topic", "id", "by", "message"];

    /// <exception cref="ApiException">The body is malformed, or holds what is not known.</exception>
    public static async Task<ActivityRequest> ReadAsync(HttpContext context)
    {
        using var body = await ApiBody.ReadObjectAsync(context).ConfigureAwait(false);
        var root = body.RootElement;
        AlertParameters.RefuseUnknown(root.EnumerateObject().Select(member => member.Name), Names, "key");
        return new ActivityRequest(ApiBody.Text(root, "topic"), ApiBody.Text(root, "id"), ApiBody.Text(root, "by"), ApiBody.Text(root, "message"));
    }
}

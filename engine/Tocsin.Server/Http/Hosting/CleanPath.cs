namespace Tocsin.Server.Http.Hosting;

/// <summary>Paths without empty segments and dots.</summary>
internal static class CleanPath
{
    /// <summary>The shortest path to the same place; a slash at the end stays.</summary>
    public static string Of(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                if (segments.Count > 0)
                    segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        var clean = "/" + string.Join('/', segments);
        return path.EndsWith('/') && clean.Length > 1 ? clean + "/" : clean;
    }
}

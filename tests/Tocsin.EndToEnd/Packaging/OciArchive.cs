using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>An image as one file, in the layout of OCI, taken apart and checked: each blob must be what its digest and its size say.</summary>
internal sealed class OciArchive
{
    private readonly string _folder;
    private readonly List<string> _layers;

    private OciArchive(string folder, string name, List<string> layers, ImageConfig config)
    {
        _folder = folder;
        Name = name;
        _layers = layers;
        Config = config;
    }

    /// <summary>What it is called where it is loaded.</summary>
    public string Name { get; }

    public ImageConfig Config { get; }

    /// <param name="folder">An empty one, for what is in the archive.</param>
    public static async Task<OciArchive> OpenAsync(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("tar", ["-xf", archive, "-C", folder]);
        File.ReadAllText(Path.Combine(folder, "oci-layout")).Should().Contain("1.0.0");
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        var image = index.RootElement.GetProperty("manifests").EnumerateArray().Single();
        using var manifest = Parse(folder, image);
        using var config = Parse(folder, manifest.RootElement.GetProperty("config"));
        var layers = manifest.RootElement.GetProperty("layers").EnumerateArray().Select(layer => Checked(folder, layer)).ToList();
        layers.Select(PlainDigest).Should().Equal(config.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString()));
        var name = image.GetProperty("annotations").GetProperty("io.containerd.image.name").GetString() ?? "";
        return new OciArchive(folder, name, layers, ImageConfig.From(config.RootElement.GetProperty("config")));
    }

    /// <summary>Lays the layers on each other, as a runtime does, and answers with the root that comes of it. Owners are kept.</summary>
    public async Task<string> UnpackAsync()
    {
        var root = Path.Combine(_folder, "root");
        foreach (var folder in new[] { "proc", "dev" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var layer in _layers)
            await Shell.RunAsync("tar", ["-xzpf", layer, "--numeric-owner", "--keep-directory-symlink", "-C", root]);
        Directory.EnumerateFiles(root, ".wh.*", SearchOption.AllDirectories).Should().BeEmpty("no layer takes away what another brought");
        return root;
    }

    private static JsonDocument Parse(string folder, JsonElement described) => JsonDocument.Parse(File.ReadAllText(Checked(folder, described)));

    private static string Checked(string folder, JsonElement described)
    {
        var digest = described.GetProperty("digest").GetString() ?? "";
        var blob = Path.Combine(folder, "blobs", digest.Replace(':', '/'));
        using var content = File.OpenRead(blob);
        (DigestOf(content), content.Length).Should().Be((digest, described.GetProperty("size").GetInt64()));
        return blob;
    }

    private static string PlainDigest(string layer)
    {
        using var packed = File.OpenRead(layer);
        using var plain = new GZipStream(packed, CompressionMode.Decompress);
        return DigestOf(plain);
    }

    private static string DigestOf(Stream content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}

using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Loads one plugin folder. Whatever is in it, the answer is a <see cref="PluginLoad"/>.</summary>
internal static class PluginFolder
{
    private const string DependencyFile = ".deps.json";

    /// <summary>Loads a copy of a folder, which may be changed at any time.</summary>
    public static PluginLoad LoadCopyOf(string folder, PluginHealth health, CrashGuard guard, PluginCopies copies, PluginTrust trust) =>
        Load(folder, health, guard, id => OpenCopy(id, copies.Copy(folder), trust));

    /// <summary>Loads a folder that is not changed while the process runs.</summary>
    public static PluginLoad Load(string folder, PluginHealth health, PluginTrust trust) => Load(folder, health, CrashGuard.None, id =>
    {
        Check(trust, folder);
        return new PluginAssemblies(id, FindAssembly(folder), copy: null);
    });

    private static PluginAssemblies OpenCopy(string id, PluginCopy copy, PluginTrust trust)
    {
        try
        {
            // The copy is what is loaded: nobody changes it after it was looked at.
            Check(trust, copy.Folder);
            return new PluginAssemblies(id, FindAssembly(copy.Folder), copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static PluginLoad Load(string folder, PluginHealth health, CrashGuard guard, Func<string, PluginAssemblies> open)
    {
        var load = new PluginLoad { Id = Path.GetFileName(folder), Folder = folder };
        PluginCode? code = null;
        try
        {
            var assemblies = open(load.Id);
            load = load with { LoadedFrom = assemblies.Folder };
            code = new PluginCode(assemblies.Foreign, assemblies.Context, assemblies);
            if (guard.WhySuspended(code.Foreign) is { } why)
                throw new PluginException(why);
            using var mark = guard.BeginLoading(code.Foreign);
            var assembly = assemblies.LoadPlugin();
            load = load with
            {
                AssemblyName = assembly.GetName().Name ?? "",
                Version = assembly.GetName().Version?.ToString(3) ?? "",
                SdkVersion = SdkOf(assembly)?.Version?.ToString(3) ?? "",
            };
            CheckSdk(assembly);
            assemblies.CheckReferences(assembly);
            load = Read(assembly, load, new PluginSource(load.Id, assemblies.Folder, code, health, assemblies.Comments));
        }
        catch (Exception e)
        {
            // Anything may come out of a file that calls itself a plugin; none of it may harm the server.
            load = load with { Errors = [.. load.Errors, Explain(e)], MayComeLater = e is (IOException and not FileNotFoundException) or UntrustedPluginException };
        }

        if (!load.Contributions.IsEmpty)
            return load with { Code = code };
        code?.Retire();
        return load;
    }

    private static void Check(PluginTrust trust, string folder)
    {
        if (trust.WhyNot(folder) is { } why)
            throw new UntrustedPluginException(why);
    }

    private static PluginLoad Read(Assembly assembly, PluginLoad load, PluginSource source)
    {
        var errors = new List<string>();
        var contributions = PluginReader.Read(assembly, source, errors);
        if (contributions.IsEmpty && errors.Count == 0)
            errors.Add($"{load.Assembly} holds no class marked [AlertHandler], [AlertSource], [PipelineFunction], [Orchestrator] or [ProgramCommand], and no method marked [LambdaFunction]");
        return load with { Contributions = contributions, Errors = errors };
    }

    private static string FindAssembly(string folder)
    {
        var described = Directory.GetFiles(folder, "*" + DependencyFile).Select(f => f[..^DependencyFile.Length] + ".dll").Where(File.Exists).ToArray();
        var candidates = described.Length > 0 ? described : Directory.GetFiles(folder, "*.dll");
        return candidates switch
        {
            [var only] => only,
            [] => throw new PluginException("the folder holds no .dll: publish the plugin's project into it"),
            _ => throw new PluginException(
                "it is not clear which of " + string.Join(", ", candidates.Select(Path.GetFileName)) +
                " is the plugin: keep the .deps.json of one only, as 'dotnet publish' makes it"),
        };
    }

    private static AssemblyName? SdkOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().FirstOrDefault(reference => reference.Name == typeof(AlertEvent).Assembly.GetName().Name);

    private static void CheckSdk(Assembly assembly)
    {
        var sdk = typeof(AlertEvent).Assembly.GetName();
        var wanted = SdkOf(assembly) ?? throw new PluginException($"{assembly.GetName().Name} does not reference {sdk.Name}, so it is not a plugin");
        if (wanted.Version > sdk.Version)
        {
            throw new PluginException(
                $"the plugin was built for {sdk.Name} {wanted.Version}, this server has {sdk.Version}: update the server or build the plugin for its version");
        }
    }

    private static string Explain(Exception error) => error switch
    {
        PluginException or UntrustedPluginException or OptionsShapeException => error.Message,
        BadImageFormatException bad => $"{Path.GetFileName(bad.FileName) ?? "the .dll"} is not a .NET assembly: {bad.Message}",
        ReflectionTypeLoadException types => string.Join("; ", types.LoaderExceptions.OfType<Exception>().Select(Explain).Distinct()),
        FileNotFoundException or FileLoadException or TypeLoadException => error.Message,
        InvalidOperationException { InnerException: null } when error.Message.Contains(DependencyFile, StringComparison.Ordinal) =>
            "the folder is not complete: " + error.Message.ReplaceLineEndings(" ").Trim(),
        _ => $"{error.GetType().Name}: {error.Message}",
    };
}

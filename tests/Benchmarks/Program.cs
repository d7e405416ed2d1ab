using BenchmarkDotNet.Running;
using Tocsin.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(PerPointConfig).Assembly).Run(args, new PerPointConfig());

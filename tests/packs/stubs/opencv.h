// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of OpenCV 4 that rules/opencv.json speaks about.
#pragma once

#include <string>
#include <vector>

namespace cv {

using String = std::string;
class Mat;
class _InputArray;
class _OutputArray;
using InputArray = const _InputArray&;
using OutputArray = const _OutputArray&;

Mat imread(const String& file, int flags = 1);
bool imreadmulti(const String& file, std::vector<Mat>& pages, int flags = 4);
bool imwrite(const String& file, InputArray image, const std::vector<int>& params = std::vector<int>());
bool imwritemulti(const String& file, InputArray pages, const std::vector<int>& params = std::vector<int>());
Mat imdecode(InputArray buffer, int flags);
bool imdecodemulti(InputArray buffer, int flags, std::vector<Mat>& pages);
bool imencode(const String& extension, InputArray image, std::vector<unsigned char>& buffer,
              const std::vector<int>& params = std::vector<int>());

int waitKey(int milliseconds = 0);
int waitKeyEx(int milliseconds = 0);

class VideoCapture {
 public:
  VideoCapture();
  explicit VideoCapture(const String& file, int api = 0);
  explicit VideoCapture(int index, int api = 0);
  virtual ~VideoCapture();
  virtual bool open(const String& file, int api = 0);
  virtual bool open(int index, int api = 0);
  virtual bool grab();
  virtual bool read(OutputArray image);
  virtual VideoCapture& operator>>(Mat& image);
  static bool waitAny(const std::vector<VideoCapture>& streams, std::vector<int>& ready, long long nanoseconds = 0);
};

}  // namespace cv

"""True figures as they were published, for examples: each list names its source."""

# PAR INDEX 2023 of the 17 ministries: appraisal, survey, total, as printed. Chi tiết bảng xếp hạng PAR INDEX 2023 của
# các bộ, cơ quan ngang bộ, xaydungchinhsach.chinhphu.vn, 17/4/2024. The mean of the totals is published as 84.38.
MINISTRIES_2023 = (
    ("Bộ Tư pháp", "61.86", "28.10", "89.95"),
    ("Ngân hàng Nhà nước Việt Nam", "62.67", "27.21", "89.89"),
    ("Bộ Tài chính", "61.52", "27.66", "89.18"),
    ("Bộ Nội vụ", "60.65", "26.38", "87.04"),
    ("Bộ Tài nguyên và Môi trường", "61.15", "25.85", "87.01"),
    ("Bộ Nông nghiệp và Phát triển nông thôn", "60.25", "26.17", "86.41"),
    ("Bộ Xây dựng", "61.18", "25.10", "86.28"),
    ("Bộ Giao thông vận tải", "60.27", "25.91", "86.18"),
    ("Bộ Thông tin và Truyền thông", "60.50", "25.33", "85.83"),
    ("Bộ Lao động - Thương binh và Xã hội", "60.99", "24.81", "85.81"),
    ("Bộ Văn hóa, Thể thao và Du lịch", "58.10", "25.47", "83.56"),
    ("Bộ Giáo dục và Đào tạo", "55.46", "25.07", "80.53"),
    ("Bộ Khoa học và Công nghệ", "56.49", "23.88", "80.38"),
    ("Bộ Kế hoạch và Đầu tư", "54.59", "25.48", "80.07"),
    ("Bộ Y tế", "55.81", "23.99", "79.80"),
    ("Bộ Ngoại giao", "52.12", "26.35", "78.48"),
    ("Bộ Công Thương", "54.21", "23.82", "78.03"),
)

# PCI 2016, the 63 totals from rank 1 to rank 63, as printed: the official workbook, in the public repository
# mdtrinh/vietnamdata (data-raw/PCI). Bình Thuận, Bắc Giang and Đồng Nai are the three with 58.20.
PCI_2016 = """
    70.00 65.60 64.96 63.57 63.49 62.76 61.82 61.72 61.52 61.17 61.14 60.91 60.81 60.74 60.65 60.50 60.35 60.24 60.14
    60.14 60.10 60.07 59.68 59.59 59.45 59.05 58.66 58.62 58.60 58.54 58.54 58.20 58.20 58.20 58.16 57.95 57.82 57.79
    57.76 57.72 57.66 57.64 57.62 57.55 57.43 57.42 57.28 57.25 57.19 57.01 56.93 56.80 56.48 56.36 56.29 56.27 56.21
    55.49 55.40 54.60 53.63 53.46 52.99
"""

# Thanh Hóa, Chỉ số CCHC 2024 of the 20 departments, from rank 1 to rank 20, in percent, as printed: Quyết định
# 482/QĐ-UBND, in Báo Công Thương. The mean is published as 85.41.
THANH_HOA_2024 = """
    90.05 90.02 90.02 89.3 88.04 86.32 86.02 85.91 85.83 85.26 85.1 85.03 85.02 85.02 85.01 84.6 83.69 82.91 78.56 76.53
"""
